// The search page: asks Pagefind's index, which lies beside it, and leads to the reader's own edition.
(() => {
  const form = document.getElementById('find');
  const said = document.getElementById('said');
  const found = document.getElementById('found');
  const asked = new URLSearchParams(location.search);
  const most = 20;
  let engine;
  let turn = 0;

  const start = () => {
    engine ??= import(new URL('pagefind/pagefind.js', location.href)).then(async (module) => {
      await module.options({ excerptLength: 30 });
      return module;
    });
    return engine;
  };

  // Where a result stands for a reader of this edition: there if that agency prints it, else where the index has it.
  const place = (data, edition) => {
    const [area, agency] = edition.split('/');
    const [, from, owner, rest] = data.meta.href.match(/^([^/]+)\/([^/]+)\/(.*)$/);
    if (from !== area) return null;
    const mine = data.meta.editions.split(' ').includes(agency);
    return { href: `../${from}/${mine ? agency : owner}/${rest}`, mine };
  };

  // The best results of the reader's area, their own edition first: the index holds a paragraph once for each area.
  const nearby = async (results, edition) => {
    const here = [];
    for (let next = 0; next < results.length && here.length < most; next += most) {
      const all = await Promise.all(results.slice(next, next + most).map((result) => result.data()));
      here.push(...all.map((data) => ({ data, at: place(data, edition) })).filter((item) => item.at));
    }
    return here.sort((one, other) => other.at.mine - one.at.mine).slice(0, most);
  };

  const excerpt = (html) => {
    const words = document.createElement('p');
    for (const piece of html.split(/(<mark>.*?<\/mark>)/)) {
      const marked = /^<mark>(.*)<\/mark>$/.exec(piece);
      // Inside a paragraph, where spaces at the ends are kept.
      const text = new DOMParser().parseFromString(`<p>${marked ? marked[1] : piece}</p>`, 'text/html').body.textContent;
      const node = marked ? document.createElement('mark') : document.createTextNode(text);
      if (marked) node.textContent = text;
      words.append(node);
    }
    return words;
  };

  const entry = ({ data, at }) => {
    const item = document.createElement('li');
    const link = document.createElement('a');
    link.href = at.href;
    link.textContent = data.meta.title;
    item.append(link, excerpt(data.excerpt));
    if (!at.mine) {
      const note = document.createElement('p');
      note.className = 'what';
      note.textContent = '{{ js("search-elsewhere") }}';
      item.append(note);
    }
    return item;
  };

  const search = async () => {
    const words = form.q.value.trim();
    const mine = ++turn;
    found.replaceChildren();
    said.textContent = words ? '{{ js("search-now") }}' : '';
    if (!words) return;
    try {
      const answer = await (await start()).search(words);
      const here = await nearby(answer.results, form.edition.value);
      if (mine !== turn) return; // something else has been asked for since
      found.append(...here.map(entry));
      said.textContent = here.length ? {% set results %}${here.length === 1 ? '{{ js("search-one") }}' : '{{ js("search-many") }}'}{% endset %}`{{ js("search-found", count="${here.length}", results=results, words="${words}") }}` : `{{ js("search-nothing", words="${words}") }}`;
    } catch {
      engine = undefined;
      said.textContent = '{{ js("search-broken") }}';
    }
  };

  form.hidden = false;
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    search();
    // A page that was opened from a folder may not change its address.
    if (location.protocol !== 'file:') history.replaceState(null, '', `?${new URLSearchParams(new FormData(form))}`);
  });
  if ([...form.edition.options].some((option) => option.value === asked.get('edition'))) form.edition.value = asked.get('edition');
  if (asked.get('q')) {
    form.q.value = asked.get('q');
    search();
  }
})();
