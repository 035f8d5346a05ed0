// @lti-tool/core behind hono, with its keys and states in memory: the fastest peer that is known.
import { serve } from "@hono/node-server";
import { LTITool } from "@lti-tool/core";
import { Hono } from "hono";

const { LMS, PLATFORMS, PORT } = process.env;
const url = `http://127.0.0.1:${PORT}`;
const nonces = new Map();
const sessions = new Map();
const storage = {
  getLaunchConfig: async (iss, clientId, deploymentId) => {
    const number = Number(iss.slice(iss.lastIndexOf("/") + 1));
    if (!(number < Number(PLATFORMS)) || clientId !== `client-${number}`) return undefined;
    return {
      iss,
      clientId,
      deploymentId,
      authUrl: `${iss}/auth`,
      tokenUrl: `${iss}/token`,
      jwksUrl: `${LMS}/jwks`,
    };
  },
  storeNonce: async (nonce, expires) => void nonces.set(nonce, expires),
  validateNonce: async (nonce) => nonces.delete(nonce),
  addSession: async (session) => void sessions.set(session.id, session),
};
const keyPair = await crypto.subtle.generateKey(
  { name: "RSASSA-PKCS1-v1_5", modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]), hash: "SHA-256" },
  true,
  ["sign", "verify"],
);
const tool = new LTITool({ stateSecret: new TextEncoder().encode("x".repeat(40)), keyPair, storage });

const app = new Hono();
app.get("/login", async (c) => c.redirect(await tool.handleLogin({ ...c.req.query(), launchUrl: `${url}/launch` })));
app.post("/launch", async (c) => {
  const { id_token, state } = await c.req.parseBody();
  const session = await tool.createSession(await tool.verifyLaunch(id_token, state));
  return c.redirect(`/first/${session.id}`);
});
app.get("/healthz", (c) => c.text("ok"));
serve({ fetch: app.fetch, port: Number(PORT), hostname: "127.0.0.1" });
