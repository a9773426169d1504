import { execFile } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** A certificate and its key, as files in PEM. */
export interface CertificatePair {
  readonly cert: string;
  readonly key: string;
}

/** When a certificate holds, as openssl reads it. */
export interface Validity {
  readonly from: string;
  readonly to: string;
}

export const EXPIRED: Validity = { from: "20200101000000Z", to: "20210101000000Z" };
export const NOT_YET: Validity = { from: "20990101000000Z", to: "21000101000000Z" };
const NOW: Validity = { from: "20200101000000Z", to: "20990101000000Z" };

/** A certificate authority of a test's own. */
export interface Authority {
  /** Its certificate. */
  readonly ca: string;
  /** Signs a certificate for this machine. Each name has files of its own, which the same name again replaces. */
  issue(name: string, validity?: Validity): Promise<CertificatePair>;
}

/** Makes an authority whose files are below `folder`. */
export async function createAuthority(folder: string, name = "ca"): Promise<Authority> {
  const home = join(folder, name);
  await mkdir(home);
  const at = (file: string) => join(home, file);
  await newKey(at("ca.key"));
  const subject = ["-subj", `/CN=${name}`];
  await run("openssl", [
    "req",
    "-x509",
    "-key",
    at("ca.key"),
    ...subject,
    "-days",
    "30",
    "-out",
    at("ca.pem"),
  ]);
  await writeFile(at("index.txt"), "");
  await writeFile(at("index.txt.attr"), "unique_subject = no\n");
  await writeFile(at("ca.conf"), configuration(home));
  return {
    ca: at("ca.pem"),
    async issue(subject, { from, to } = NOW) {
      const pair = { cert: at(`${subject}.pem`), key: at(`${subject}.key`) };
      const request = at(`${subject}.csr`);
      await newKey(pair.key);
      await run("openssl", ["req", "-new", "-key", pair.key, "-subj", `/CN=${subject}`, "-out", request]);
      const dates = ["-startdate", from, "-enddate", to];
      await run("openssl", [
        "ca",
        "-batch",
        "-config",
        at("ca.conf"),
        ...dates,
        "-in",
        request,
        "-out",
        pair.cert,
      ]);
      return pair;
    },
  };
}

/** A certificate that nobody but itself vouches for. */
export async function selfSigned(folder: string, name: string): Promise<CertificatePair> {
  const pair = { cert: join(folder, `${name}.pem`), key: join(folder, `${name}.key`) };
  await newKey(pair.key);
  await run("openssl", ["req", "-x509", "-key", pair.key, "-subj", `/CN=${name}`, "-out", pair.cert]);
  return pair;
}

async function newKey(path: string): Promise<void> {
  const curve = ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"];
  await run("openssl", ["genpkey", ...curve, "-out", path]);
}

/** `openssl ca` is the one command that sets both dates in all versions. */
function configuration(home: string): string {
  return `[ca]
default_ca = own
[own]
new_certs_dir = ${home}
database = ${home}/index.txt
certificate = ${home}/ca.pem
private_key = ${home}/ca.key
rand_serial = yes
default_md = sha256
policy = anything
x509_extensions = leaf
notext = yes
[anything]
commonName = supplied
[leaf]
basicConstraints = CA:FALSE
subjectAltName = DNS:localhost,IP:127.0.0.1,IP:127.0.0.2
`;
}
