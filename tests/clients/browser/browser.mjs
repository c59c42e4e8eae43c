// Drives Chromium through one scenario: `node browser.mjs SCENARIO < arguments.json`, prints what it saw as JSON.

import { readFileSync } from "node:fs";
import { chromium } from "playwright-core";

/** Chooses a file in the form of the page, submits it, and reads the verdict. */
async function choose(page, { url, file }) {
  await page.goto(url);
  await page.setInputFiles("input[type=file]", file);
  return submit(page);
}

/** Drops a file where the page says so, as a file manager does. */
async function drop(page, { url, file }) {
  await page.goto(url);
  const box = await page.locator("input[type=file]").boundingBox();
  const place = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: [file], dragOperationsMask: 1 };
  for (const type of ["dragEnter", "dragOver", "drop"]) {
    await session.send("Input.dispatchDragEvent", { type, ...place, data });
  }
  return submit(page);
}

async function submit(page) {
  const [answer] = await Promise.all([page.waitForNavigation(), page.click("button")]);
  return { status: answer.status(), title: await page.title(), text: await page.innerText("body") };
}

/** Posts a form to the server from another page; with `sandboxed` from one without an origin. */
async function foreignForm(page, { page: from, action, sandboxed }) {
  await page.goto(from);
  const form = `<form method=post enctype=text/plain action="${action}"><input name='{"advance_seconds": 9, "x' value='"}'></form>`;
  const answer = page.waitForResponse((response) => response.url() === action);
  await page.evaluate(
    ({ form, sandboxed }) => {
      if (sandboxed) {
        const frame = document.createElement("iframe");
        frame.sandbox = "allow-scripts allow-forms";
        frame.srcdoc = `${form}<script>document.forms[0].submit()</script>`;
        document.body.append(frame);
      } else {
        document.body.innerHTML = form;
        document.forms[0].submit();
      }
    },
    { form, sandboxed },
  );
  const response = await answer;
  return { status: response.status(), origin: response.request().headers().origin };
}

/** Calls an operation by fetch from another page, as a web application does. */
async function fetches(page, { page: from, url, method, target }) {
  await page.goto(from);
  return page.evaluate(
    async ({ url, method, target }) => {
      const headers = target ? { "content-type": "application/x-amz-json-1.1", "x-amz-target": target } : {};
      const body = method === "POST" ? '{"MaxResults": 1}' : undefined;
      try {
        const answer = await fetch(url, { method, headers, body });
        return { status: answer.status, text: await answer.text(), id: answer.headers.get("x-amzn-requestid") };
      } catch (error) {
        return { refused: String(error) };
      }
    },
    { url, method, target },
  );
}

const scenarios = { choose, drop, foreignForm, fetches };
const given = JSON.parse(readFileSync(0, "utf8"));
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ["--no-sandbox"] });
try {
  const page = await browser.newPage();
  page.setDefaultTimeout(30_000);
  console.log(JSON.stringify(await scenarios[process.argv[2]](page, given)));
} finally {
  await browser.close();
}
