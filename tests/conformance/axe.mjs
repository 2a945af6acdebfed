// axe.mjs TOOLS FOLDER: check every page below FOLDER in a real browser; TOOLS is the folder that setup.sh filled.
//
// Each page is opened once, in Chromium, from a server on this machine that answers for FOLDER only:
//   axe-core, WCAG 2.2 AA and best practice, at desktop and phone size; its colour rules again in the dark scheme;
//   WCAG 1.4.10 Reflow at 320 CSS px; WCAG 1.4.12 Text Spacing; script errors; requests that fail or leave the site.
// Prints what it found, and one line that sums up. Exit: 0 nothing found, 1 something found, 2 could not run.
import fs from 'node:fs';
import http from 'node:http';
import { createRequire } from 'node:module';
import path from 'node:path';

process.on('uncaughtException', problem => fail(problem.stack));

const [tools, folder] = process.argv.slice(2).map(argument => path.resolve(argument));
if (!folder) fail('usage: node axe.mjs TOOLS FOLDER');
const require = createRequire(path.join(tools, 'package.json'));
const { chromium } = require('playwright-core');
const axeSource = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

const SIZES = { desktop: { width: 1280, height: 900 }, phone: { width: 390, height: 844 } };
const NARROW = { width: 320, height: 800 }; // 1280 px at 400 % zoom, as 1.4.10 has it
const PAGES_AT_ONCE = 2;
const RULES = {
  light: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] },
  dark: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] }, // a scheme changes colours, nothing else
};
const TEXT_SPACING = '* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }'
  + ' p { margin-bottom: 2em !important }';
const TYPES = {
  '.css': 'text/css; charset=utf-8', '.html': 'text/html; charset=utf-8', '.js': 'text/javascript',
  '.json': 'application/json', '.mjs': 'text/javascript', '.png': 'image/png', '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm', '.woff2': 'font/woff2',
};

function fail(message) {
  console.error(`axe.mjs: ${message}`);
  process.exit(2);
}

const pages = fs.readdirSync(folder, { recursive: true }).map(name => name.split(path.sep).join('/'))
  .filter(name => name.endsWith('.html')).sort();
if (!pages.length) fail(`no pages in ${folder}`);

const server = http.createServer((request, response) => {
  const file = path.join(folder, path.normalize(decodeURIComponent(new URL(request.url, 'http://site').pathname)));
  if (!fs.existsSync(file) || !fs.statSync(file).isFile()) return response.writeHead(404).end();
  response.writeHead(200, { 'content-type': TYPES[path.extname(file)] ?? 'application/octet-stream' });
  fs.createReadStream(file).pipe(response);
});
await new Promise(listening => server.listen(0, '127.0.0.1', listening));
const origin = `http://127.0.0.1:${server.address().port}/`;
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync', '--force-color-profile=srgb'],
});

let checked = 0, failed = 0;
try {
  const queue = pages[Symbol.iterator](); // shared: each worker takes the next page
  await Promise.all(Array.from({ length: PAGES_AT_ONCE }, async () => {
    for (const name of queue) {
      const findings = await check(name);
      checked++;
      if (findings.length) failed++;
      for (const finding of findings) console.log(`FAIL ${name} ${finding}`);
    }
  }));
} finally {
  await browser.close();
  server.close();
}
console.log(`axe-core ${require('axe-core/package.json').version}, reflow, text spacing: ${checked} pages, ${failed} with findings`);
process.exit(failed ? 1 : 0);

async function check(name) {
  const findings = [];
  const context = await browser.newContext({ viewport: SIZES.desktop, reducedMotion: 'reduce', bypassCSP: true });
  try {
    const page = await context.newPage();
    await page.route(address => !address.href.startsWith(origin) && !/^(data|blob):/.test(address.href), route => {
      findings.push(`asks for ${route.request().url()}, outside the site`);
      return route.abort();
    });
    page.on('pageerror', error => findings.push(`script error: ${error.message}`));
    page.on('response', response => {
      if (response.status() >= 400 && !response.url().endsWith('/favicon.ico')) {
        findings.push(`asks for ${response.url().replace(origin, '')}, which is not there`);
      }
    });
    await page.goto(origin + name.split('/').map(encodeURIComponent).join('/'), { waitUntil: 'load' });
    await page.evaluate(axeSource);
    for (const [size, viewport] of Object.entries(SIZES)) {
      await page.setViewportSize(viewport);
      for (const [scheme, runOnly] of Object.entries(RULES)) {
        await page.emulateMedia({ colorScheme: scheme });
        const { violations } = await page.evaluate(
          only => globalThis.axe.run(document, { runOnly: only, resultTypes: ['violations'] }), runOnly);
        for (const violation of violations) findings.push(`[${size}, ${scheme}] ${describe(violation)}`);
      }
    }
    await page.emulateMedia({ colorScheme: 'light' });
    await page.setViewportSize(NARROW);
    const viewportMeta = await page.evaluate(() => document.querySelector('meta[name=viewport]')?.content ?? '');
    if (!/width\s*=\s*device-width/.test(viewportMeta)) findings.push('no <meta name="viewport" content="width=device-width">');
    findings.push(...(await page.evaluate(sidewaysScroll)).map(finding => `[reflow, 1.4.10] ${finding}`));
    await page.addStyleTag({ content: TEXT_SPACING });
    for (const measure of [sidewaysScroll, cutOffText]) {
      findings.push(...(await page.evaluate(measure)).map(finding => `[text spacing, 1.4.12] ${finding}`));
    }
  } finally {
    await context.close();
  }
  return findings;
}

function describe({ id, help, impact, nodes }) {
  const places = nodes.slice(0, 3).map(node =>
    `\n    ${node.target.join(' ')}\n      ${node.failureSummary.replace(/\s+/g, ' ').slice(0, 240)}`);
  return `${impact}: ${id}: ${help}, ${nodes.length} times${places.join('')}`;
}

// In the page: what makes it scroll sideways, which is whatever passes the edge and no ancestor clips or scrolls.
function sidewaysScroll() {
  const width = document.documentElement.clientWidth;
  const whole = Math.max(document.documentElement.scrollWidth, document.body.scrollWidth);
  if (whole <= width) return [];
  const culprits = [...document.body.querySelectorAll('*')].filter(element => {
    const box = element.getBoundingClientRect();
    const right = box.left + Math.max(box.width, element.scrollWidth); // a word too long sticks out of its own box
    if (!box.width || !box.height || (right <= width + 1 && box.left >= -1)) return false;
    for (let parent = element.parentElement; parent && parent !== document.body; parent = parent.parentElement) {
      if (getComputedStyle(parent).overflowX !== 'visible') return false;
    }
    return true;
  });
  const names = culprits.slice(0, 5).map(element => element.tagName.toLowerCase() + (element.id && `#${element.id}`)
    + [...element.classList].map(each => `.${each}`).join(''));
  return [`the page is ${whole} px wide in ${width}: ${names.join(', ')}`];
}

// In the page: boxes that hide part of their text. Boxes of a pixel or two are hidden on purpose.
function cutOffText() {
  return [...document.body.querySelectorAll('*')].filter(element => {
    if (![...element.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim())) return false;
    const { width, height } = element.getBoundingClientRect();
    if (width < 3 || height < 3) return false;
    const { overflowX, overflowY } = getComputedStyle(element);
    return (/hidden|clip/.test(overflowY) && element.scrollHeight > element.clientHeight + 2)
      || (/hidden|clip/.test(overflowX) && element.scrollWidth > element.clientWidth + 2);
  }).slice(0, 5).map(element => `cut off: ${element.tagName.toLowerCase()} "${element.textContent.trim().slice(0, 40)}"`);
}
