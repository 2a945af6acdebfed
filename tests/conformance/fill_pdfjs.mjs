#!/usr/bin/env node
// fill_pdfjs.mjs TOOLS BLANK VALUES FILLED: fill a PDF in as Firefox's viewer does, and save it.
//
// VALUES is JSON: names of fields to text, or for boxes and circles to the state that is on ("/yes").
import fs from 'node:fs';
import path from 'node:path';

const [tools, blank, values, filled] = process.argv.slice(2);
globalThis.DOMMatrix ??= class {}; // a browser has it; nothing is drawn here
const pdfjs = await import(path.resolve(tools, 'node_modules/pdfjs-dist/legacy/build/pdf.mjs'));
const wanted = JSON.parse(fs.readFileSync(values));
const file = await pdfjs.getDocument({ data: new Uint8Array(fs.readFileSync(blank)), verbosity: 0 }).promise;
for (const [name, widgets] of Object.entries(await file.getFieldObjects())) {
  if (!(name in wanted)) continue;
  for (const widget of widgets) {
    const isState = ['checkbox', 'radiobutton'].includes(widget.type);
    const value = isState ? `/${widget.exportValues}` === wanted[name] : wanted[name];
    file.annotationStorage.setValue(widget.id, { value });
  }
}
fs.writeFileSync(filled, await file.saveDocument());
