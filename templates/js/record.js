// What a record template can do with a script; without one every question shows, in order, and the page prints.
// Answers stay in the page: nothing is sent, and nothing is stored but the file that somebody asks for.
"use strict";
(() => {
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const form = document.querySelector("[data-record]");
  const questions = all("[data-question]");
  const byName = new Map(questions.map((question) => [question.dataset.question, question]));
  const controls = (question) => all("input, textarea", question);
  const problems = document.querySelector(".problems");
  const chooser = document.querySelector("input[type=file]");
  let unsaved = false;

  // The answer to a question as the schema has it, or undefined.
  const answer = (question) => {
    const given = controls(question);
    switch (question.dataset.kind) {
      case "checkbox": return given[0].checked || undefined;
      case "radio": return given.find((control) => control.checked)?.value;
      case "checkboxes": {
        const values = given.filter((control) => control.checked).map((control) => control.value);
        return values.length ? values : undefined;
      }
      default: return given[0].value.trim() ? given[0].value : undefined;
    }
  };

  // Give a question an answer from a file; say whether it could be taken.
  const take = (question, value) => {
    const given = controls(question);
    const values = (Array.isArray(value) ? value : [value]).map((item) => (item === true ? "yes" : item));
    if (["radio", "checkbox", "checkboxes"].includes(question.dataset.kind)) {
      for (const control of given) control.checked = values.includes(control.value);
      return values.every((item) => given.some((control) => control.value === item));
    }
    given[0].value = typeof value === "string" ? value : "";
    return given[0].value === value;
  };

  const asked = (question) => !question.closest(".off");

  // What is asked now, and what of it is answered; a question that is not asked has no answer.
  const answers = () => {
    const found = {};
    for (const question of questions) {
      const given = asked(question) ? answer(question) : undefined;
      if (given !== undefined) found[question.dataset.question] = given;
    }
    return found;
  };

  const refresh = () => {
    for (const block of all("[data-if]")) { // in order: one condition may hang on another's question
      const question = byName.get(block.dataset.if);
      const given = asked(question) ? [answer(question) ?? []].flat() : [];
      const wanted = block.dataset.is.split(" ");
      const chosen = (value) => wanted.includes(value === true ? "yes" : value) !== "not" in block.dataset;
      block.classList.toggle("off", !given.some(chosen));
    }
    for (const question of questions) {
      const needed = "needed" in question.dataset && asked(question);
      for (const control of controls(question)) {
        if (question.dataset.kind !== "checkboxes") control.required = needed;
        if (control.type.startsWith("date")) control.toggleAttribute("data-blank", !control.value);
      }
    }
    form.toggleAttribute("data-blank", !Object.keys(answers()).length);
  };

  const grow = (area) => {
    area.style.height = "";
    if (area.scrollHeight > area.clientHeight) area.style.height = `${area.scrollHeight + 4}px`;
  };

  const say = (words) => { document.querySelector(".said").textContent = words; };

  const label = (question) => {
    const words = (question.querySelector("legend, label")).cloneNode(true);
    for (const aside of all(".showif, .who, .mark", words)) aside.remove();
    const sign = question.closest(".sign")?.querySelector("legend").cloneNode(true);
    if (sign) for (const aside of all(".showif, .who, .mark", sign)) aside.remove();
    return (sign ? `${sign.textContent.trim()}: ` : "") + (words.textContent.trim() || question.textContent.trim());
  };

  // Show which questions are open; say whether any is.
  const review = () => {
    const open = questions.filter(
      (question) => "needed" in question.dataset && asked(question) && answer(question) === undefined,
    );
    for (const question of questions) question.classList.toggle("missing", open.includes(question));
    problems.querySelector("ul").replaceChildren(...open.map((question) => {
      const link = document.createElement("a");
      link.href = `#${controls(question)[0].id}`;
      link.textContent = label(question);
      link.addEventListener("click", (event) => {
        event.preventDefault();
        controls(question)[0].focus();
      });
      const item = document.createElement("li");
      item.append(link);
      return item;
    }));
    problems.hidden = !open.length;
    return open.length > 0;
  };

  const download = () => {
    const link = document.createElement("a");
    const text = `${JSON.stringify(answers(), null, 2)}\n`;
    link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    link.download = `record-${form.dataset.record}.json`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    unsaved = false;
    say(`{{ js("form-downloaded", file="${link.download}") }}`);
  };

  const clear = () => {
    for (const question of questions) take(question, []);
    unsaved = false;
    problems.hidden = true;
    for (const question of questions) question.classList.remove("missing");
    refresh();
    all("textarea").forEach(grow);
  };

  const load = async (file) => {
    let data;
    try {
      data = JSON.parse(await file.text());
    } catch {
      data = undefined;
    }
    if (data === null || typeof data !== "object" || Array.isArray(data)) {
      say("{{ js("form-unreadable") }}");
      return;
    }
    clear();
    const names = Object.keys(data);
    const lost = names.filter((name) => !byName.has(name) || !take(byName.get(name), data[name]));
    refresh();
    all("textarea").forEach(grow);
    const left = lost.length ? ` {{ js("form-lost", count="${lost.length}") }}` : "";
    say(`{{ js("form-opened", count="${names.length}") }}${left}`);
  };

  const actions = {
    open: () => chooser.click(),
    print: () => window.print(),
    download: () => {
      if (review()) problems.focus();
      else download();
    },
    unfinished: download,
    clear: () => {
      if (!unsaved || window.confirm("{{ js("form-clear-ask") }}")) {
        clear();
        say("{{ js("form-cleared") }}");
      }
    },
  };

  document.addEventListener("click", (event) => actions[event.target.closest("[data-do]")?.dataset.do]?.());
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", (event) => {
    unsaved = true;
    event.target.closest(".missing")?.classList.remove("missing");
    if (event.target.matches("textarea")) grow(event.target);
    refresh();
  });
  chooser.addEventListener("change", () => {
    if (chooser.files.length) load(chooser.files[0]);
    chooser.value = "";
  });
  window.addEventListener("beforeunload", (event) => {
    if (unsaved) event.preventDefault();
  });
  window.addEventListener("beforeprint", () => all("textarea").forEach(grow)); // paper does not scroll

  for (const tools of all(".tools")) tools.hidden = false;
  refresh();
})();
