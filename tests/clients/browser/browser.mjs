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

/** Posts a form to the server from another page; one with a `data:` address has the origin `null`. */
async function foreignForm(page, { page: from, action }) {
  await page.goto(from);
  const answer = page.waitForResponse((response) => response.url() === action);
  await page.evaluate((action) => {
    const name = '{"advance_seconds": 9, "x';
    document.body.innerHTML = `<form method=post enctype=text/plain action="${action}"><input name='${name}' value='": 1}'></form>`;
    document.forms[0].submit();
  }, action);
  const response = await answer;
  return { status: response.status(), origin: (await response.request().allHeaders()).origin };
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
