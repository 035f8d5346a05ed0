// ltijs with its Sequelize plug-in on PostgreSQL, with its usual checks of cookies and states.
const { Provider } = require("ltijs");
const Database = require("ltijs-sequelize");

const { LMS, PLATFORMS, PORT, DB_HOST, DB_PORT, DB_NAME, DB_USER } = process.env;
const options = { host: DB_HOST, port: Number(DB_PORT), dialect: "postgres", logging: false };

(async () => {
  const plugin = new Database(DB_NAME, DB_USER, "none", options);
  Provider.setup(
    "x".repeat(40),
    { plugin },
    { appRoute: "/", loginRoute: "/login", cookies: { secure: false, sameSite: "" } },
  );
  Provider.onConnect((token, request, response) => response.send("ok"));
  // Each platform gets a key of 4096 bits: nobody is let in before the last one has its own.
  await Provider.deploy({ serverless: true, silent: true });
  for (let number = 0; number < Number(PLATFORMS); number += 1) {
    await Provider.registerPlatform({
      url: `${LMS}/${number}`,
      name: `platform ${number}`,
      clientId: `client-${number}`,
      authenticationEndpoint: `${LMS}/${number}/auth`,
      accesstokenEndpoint: `${LMS}/${number}/token`,
      authConfig: { method: "JWK_SET", key: `${LMS}/jwks` },
    });
  }
  Provider.app.listen(Number(PORT), "127.0.0.1");
})();
