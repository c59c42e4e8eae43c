// Signs in as applications do: `node applications.mjs SCENARIO < arguments.json`, prints what it saw as JSON.

import { readFileSync } from "node:fs";
import { Amplify } from "aws-amplify";
import {
  confirmResetPassword,
  confirmSignIn,
  fetchAuthSession,
  fetchUserAttributes,
  getCurrentUser,
  resetPassword,
  signIn,
  signOut,
} from "aws-amplify/auth";
import { cognitoUserPoolsTokenProvider } from "aws-amplify/auth/cognito";
import { AuthenticationDetails, CognitoUser, CognitoUserPool } from "amazon-cognito-identity-js";
import { CognitoJwtVerifier } from "aws-jwt-verify";

const given = JSON.parse(readFileSync(0, "utf8"));
const { url, pool, client } = given;

/** What a step answers, or the name and the words of its error. */
async function outcome(step) {
  try {
    return await step();
  } catch (error) {
    const name = error.name && error.name !== "Error" ? error.name : error.constructor.name;
    return { error: name, message: error.message };
  }
}

// Storage as a browser has it, which Node lacks.
class Memory {
  #values = new Map();
  async setItem(key, value) {
    this.#values.set(key, value);
  }
  async getItem(key) {
    return this.#values.get(key) ?? null;
  }
  async removeItem(key) {
    this.#values.delete(key);
  }
  async clear() {
    this.#values.clear();
  }
}

function amplify() {
  Amplify.configure({
    Auth: { Cognito: { userPoolId: pool, userPoolClientId: client, userPoolEndpoint: url } },
  });
  cognitoUserPoolsTokenProvider.setKeyValueStorage(new Memory());
}

const signedIn = async () => (await getCurrentUser()).username;

/** Signs in with Amplify by one flow, refreshes, reads the attributes and signs out. */
async function amplifySignIn({ username, password, flow, global }) {
  amplify();
  const options = flow ? { authFlowType: flow } : undefined;
  const first = await outcome(() => signIn({ username, password, options }));
  if (!first.isSignedIn) return { first };
  const before = (await fetchAuthSession()).tokens.accessToken.payload;
  const after = (await fetchAuthSession({ forceRefresh: true })).tokens.accessToken.payload;
  const attributes = await fetchUserAttributes();
  const name = await signedIn();
  await signOut({ global });
  const again = await outcome(signedIn);
  return { first, name, attributes, before, after, again };
}

/** Resets a forgotten password with Amplify; the code is read where the rehearsal shows it. */
async function amplifyReset({ username, newPassword }) {
  amplify();
  const first = await outcome(() => signIn({ username, password: "any-Passw0rd" }));
  const reset = await resetPassword({ username });
  const messages = await (await fetch(`${url}/_messages?pool=${pool}`)).json();
  const confirmationCode = messages.at(-1).code;
  const wrong = confirmationCode === "000000" ? "000001" : "000000";
  const refused = await outcome(() => confirmResetPassword({ username, newPassword, confirmationCode: wrong }));
  await confirmResetPassword({ username, newPassword, confirmationCode });
  const last = await outcome(() => signIn({ username, password: newPassword }));
  await signOut();
  return { first, reset, refused, last };
}

/** Signs in with a temporary password and sets another one. */
async function amplifyNewPassword({ username, password, newPassword }) {
  amplify();
  const first = await signIn({ username, password });
  const last = await outcome(() => confirmSignIn({ challengeResponse: newPassword }));
  return { first, last, name: await outcome(signedIn) };
}

/** Signs in with a code and without any password; chooses the code first where nothing is preferred. */
async function amplifyCode({ username, preferred }) {
  amplify();
  const options = { authFlowType: "USER_AUTH", preferredChallenge: preferred };
  let step = await signIn({ username, options });
  const first = step;
  if (!preferred) step = await confirmSignIn({ challengeResponse: "EMAIL_OTP" });
  const messages = await (await fetch(`${url}/_messages?pool=${pool}`)).json();
  const wrong = await outcome(() => confirmSignIn({ challengeResponse: "x" }));
  const last = await confirmSignIn({ challengeResponse: messages.at(-1).code });
  return { first, step, wrong, last, name: await signedIn() };
}

const identityPool = () => new CognitoUserPool({ UserPoolId: pool, ClientId: client, endpoint: url });
const called = (run) =>
  new Promise((resolve, reject) => run((error, value) => (error ? reject(error) : resolve(value))));

/** Signs in with amazon-cognito-identity-js, refreshes, reads the attributes and signs out, which revokes the tokens. */
async function identitySignIn({ username, password, flow }) {
  const user = new CognitoUser({ Username: username, Pool: identityPool() });
  if (flow) user.setAuthenticationFlowType(flow);
  const details = new AuthenticationDetails({ Username: username, Password: password });
  const session = await outcome(
    () =>
      new Promise((resolve, reject) =>
        user.authenticateUser(details, {
          onSuccess: resolve,
          onFailure: reject,
          newPasswordRequired: () => resolve({ error: "newPasswordRequired" }),
        }),
      ),
  );
  if (session.error) return session;
  const refreshToken = session.getRefreshToken();
  const refreshed = await called((done) => user.refreshSession(refreshToken, done));
  const attributes = await called((done) => user.getUserAttributes(done));
  await called((done) => user.signOut(done));
  return {
    again: await outcome(() => called((done) => user.refreshSession(refreshToken, done))),
    name: user.getUsername(),
    attributes: Object.fromEntries(attributes.map((one) => [one.getName(), one.getValue()])),
    refreshed: refreshed.getAccessToken().payload,
  };
}

/** Verifies tokens as a server of an application does. */
async function verify({ tokens, jwks }) {
  const seen = {};
  for (const [use, token] of [
    ["access", tokens.AccessToken],
    ["id", tokens.IdToken],
  ]) {
    const verifier = CognitoJwtVerifier.create({ userPoolId: pool, tokenUse: use, clientId: client });
    verifier.cacheJwks(jwks);
    seen[use] = await outcome(() => verifier.verify(token));
    const other = CognitoJwtVerifier.create({ userPoolId: pool, tokenUse: use, clientId: "another" });
    other.cacheJwks(jwks);
    seen[`${use} of another client`] = await outcome(() => other.verify(token));
  }
  return seen;
}

const scenarios = { amplifySignIn, amplifyReset, amplifyNewPassword, amplifyCode, identitySignIn, verify };
console.log(JSON.stringify(await scenarios[process.argv[2]](given)));
