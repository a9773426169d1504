import { expect, test } from "vitest";
import { createStartable, type OnStop } from "../../runtime/startable.ts";

/** Parts `a` and `b`, which tell what becomes of them. */
function parts(told: string[], afterA: () => Promise<void> = async () => undefined) {
  return async (onStop: OnStop) => {
    told.push("a starts");
    onStop(() => void told.push("a ends"));
    await afterA();
    told.push("b starts");
    onStop(async () => void told.push("b ends"));
    return "both";
  };
}

test("parts start in order and end in the opposite one, once, however often that is asked for", async () => {
  const told: string[] = [];
  const service = createStartable(parts(told));
  expect(service.running()).toBeUndefined();
  await Promise.all([service.start(), service.start()]);
  await service.start();
  expect(service.running()).toBe("both");
  await service.stop();
  await service.stop();
  expect(service.running()).toBeUndefined();
  expect(told).toEqual(["a starts", "b starts", "b ends", "a ends"]);
});

test("when a part cannot start, those before it are ended, and the next start tries anew", async () => {
  const told: string[] = [];
  let isBroken = true;
  const service = createStartable(
    parts(told, async () => {
      if (isBroken) throw new Error("b cannot start");
    }),
  );
  await expect(service.start()).rejects.toThrow("b cannot start");
  expect(told).toEqual(["a starts", "a ends"]);
  isBroken = false;
  await service.start();
  expect(service.running()).toBe("both");
});

test("a stop in the middle of the start leaves nothing running", async () => {
  const told: string[] = [];
  const { promise, resolve } = Promise.withResolvers<void>();
  const service = createStartable(parts(told, () => promise));
  const starting = service.start();
  const stopping = service.stop();
  resolve();
  await Promise.all([starting, stopping]);
  expect(service.running()).toBeUndefined();
  expect(told).toEqual(["a starts", "b starts", "b ends", "a ends"]);
});

test("a part that does not end keeps no other from ending, and is told of", async () => {
  const told: string[] = [];
  const service = createStartable(async (onStop) => {
    onStop(() => void told.push("a ends"));
    onStop(() => {
      throw new Error("b is stuck");
    });
  });
  await service.start();
  await expect(service.stop()).rejects.toMatchObject({ errors: [{ message: "b is stuck" }] });
  expect(told).toEqual(["a ends"]);
});
