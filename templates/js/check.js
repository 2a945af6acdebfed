// "Is my copy current?": looks the eight signs up in the list that the page carries.
(() => {
  const form = document.getElementById('check');
  const said = document.getElementById('said');
  const prints = JSON.parse(document.getElementById('prints').textContent);
  const look = () => {
    const signs = form.signs.value.toLowerCase().replace(/[^0-9a-f]/g, '');
    said.replaceChildren();
    if (signs.length !== 8) {
      said.textContent = 'A fingerprint has eight signs: the numbers 0 to 9 and the letters a to f.';
      return;
    }
    const hits = [];
    for (const [area, agencies] of Object.entries(prints.areas)) {
      for (const [agency, { name, prints: ours }] of Object.entries(agencies)) {
        if (ours[signs]) hits.push([`${prints.titles[ours[signs]]}, ${name}`, `../${area}/${agency}/${ours[signs]}.html`]);
      }
    }
    if (hits.length) {
      said.append('Yes. This is the current copy of: ');
      hits.forEach(([name, href], index) => {
        const link = document.createElement('a');
        link.href = href;
        link.textContent = name;
        said.append(index ? '; ' : '', link);
      });
      said.append('.');
    } else if (prints.earlier[signs]) {
      said.textContent = `No. This copy belongs to an earlier edition: ${prints.earlier[signs]}. Please take the current one.`;
    } else {
      said.textContent = 'We do not know this fingerprint. The copy may be an old draft, or it may have been changed. Please take the current one.';
    }
  };
  form.hidden = false;
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    look();
  });
  const given = decodeURIComponent(location.hash.slice(1));
  if (given) {
    form.signs.value = given;
    look();
  }
})();
