// Hashes passwords with what programs of Node.js use: `node hashes.mjs < passwords.json` prints [maker, password, hash]s.

import { pbkdf2Sync, randomBytes, scryptSync } from "node:crypto";
import { readFileSync } from "node:fs";
import argon2 from "argon2";
import bcrypt from "bcryptjs";
import { hashPassword } from "better-auth/crypto";

const bytes = () => randomBytes(16);
const text = () => bytes().toString("hex");

/** Each maker's hash of a password. Where salt and hash are joined, the name says how. */
const makers = {
  "bcryptjs": (password) => bcrypt.hash(password, 4),
  "argon2 within the limits": (password) =>
    argon2.hash(password, { type: argon2.argon2id, memoryCost: 19456, timeCost: 2, parallelism: 1 }),
  "argon2 by default": (password) => argon2.hash(password),
  "argon2i": (password) =>
    argon2.hash(password, { type: argon2.argon2i, memoryCost: 19456, timeCost: 2, parallelism: 1 }),
  "better-auth": (password) => hashPassword(password),
  "crypto.scrypt, salt as text": (password, salt = text()) =>
    `${salt}:${scryptSync(password, salt, 64).toString("hex")}`,
  "crypto.scrypt, salt as bytes": (password, salt = bytes()) =>
    `${salt.toString("hex")}:${scryptSync(password, salt, 64).toString("hex")}`,
  "crypto.scrypt, hash first": (password, salt = text()) =>
    `${scryptSync(password, salt, 64).toString("hex")}.${salt}`,
  "crypto.pbkdf2, base64": (password, salt = bytes()) =>
    `${salt.toString("base64")}$${pbkdf2Sync(password, salt, 10_000, 64, "sha256").toString("base64")}`,
  "crypto.pbkdf2, sha512": (password, salt = text()) =>
    `${salt}:${pbkdf2Sync(password, salt, 10_000, 64, "sha512").toString("hex")}`,
};

const made = [];
for (const password of JSON.parse(readFileSync(0, "utf8"))) {
  for (const [maker, hash] of Object.entries(makers)) {
    made.push([maker, password, await hash(password)]);
  }
}
console.log(JSON.stringify(made));
