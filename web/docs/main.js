// The API, browsable: Swagger UI on the gateway's own description. It asks nobody but the gateway.
import SwaggerUI from "swagger-ui-dist/swagger-ui-es-bundle.js";
import "swagger-ui-dist/swagger-ui.css";
import "./main.css";

SwaggerUI({
  dom_id: "#docs",
  url: "../v1/openapi.json",
  deepLinking: true,
  docExpansion: "list",
  defaultModelsExpandDepth: 0,
  displayRequestDuration: true,
  tryItOutEnabled: true,
  // It would show a badge of a validator on the internet.
  validatorUrl: null,
});
