import { existsSync } from "node:fs";
import { chmod, mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createNkey, type Nkey, readNkey } from "../../jetstream/nkeys.ts";
import { CommandError } from "../exit.ts";

/** The seeds of users, each in a file of a folder: `gateway.seed`, and while it is rotated `gateway.previous.seed`. */
export class SeedFolder {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Where the seed of a user is, or will be. */
  pathOf(user: string): string {
    return join(this.#folder, `${user}.seed`);
  }

  /** Where the seed is that a user had before the last rotation. */
  previousPathOf(user: string): string {
    return join(this.#folder, `${user}.previous.seed`);
  }

  /** Makes a seed for a user that has none. True when it has made one. */
  async make(user: string): Promise<boolean> {
    if (existsSync(this.pathOf(user))) return false;
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    await this.#write(user, createNkey());
    return true;
  }

  /** Gives a user a new seed and keeps the one it has as the previous one. Throws when there is a previous one already. */
  async rotate(user: string): Promise<void> {
    const [current, previous] = [this.pathOf(user), this.previousPathOf(user)];
    if (existsSync(previous))
      throw new CommandError(`${user} is being rotated already: ${previous} is still there`, {
        remedy:
          "Remove it once every process of this user has connected anew, write the configuration, and reload.",
      });
    if (!existsSync(current)) throw new CommandError(`${user} has no seed in ${current}: nothing to rotate`);
    await rename(current, previous);
    await this.#write(user, createNkey());
  }

  /** The public nkeys of a user: that of its seed, and of the one before. Throws when there is none, or a file holds none. */
  async publicKeys(user: string): Promise<readonly string[]> {
    const paths = [this.pathOf(user), this.previousPathOf(user)];
    const found = paths.filter((path) => existsSync(path));
    if (found.length === 0)
      throw new CommandError(`${user} has no seed in ${this.pathOf(user)}`, {
        remedy: "Run the command without --print: it makes what is missing.",
      });
    return Promise.all(found.map(async (path) => (await readSeed(path)).publicKey));
  }

  async #write(user: string, { seed }: Nkey): Promise<void> {
    const path = this.pathOf(user);
    await writeFile(path, `${seed}\n`, { mode: 0o600, flag: "wx" });
    // Whatever the umask is.
    await chmod(path, 0o600);
  }
}

async function readSeed(path: string): Promise<Nkey> {
  const nkey = readNkey((await readFile(path, "utf8")).trim());
  if (nkey === undefined) throw new CommandError(`${path} holds no seed of an nkey (SU…)`);
  return nkey;
}
