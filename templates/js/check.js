// "Is my copy current?": looks the eight signs up in the list that the page carries.
(() => {
  const form = document.getElementById('check');
  const said = document.getElementById('said');
  const prints = JSON.parse(document.getElementById('prints').textContent);
  const look = () => {
    const signs = form.signs.value.toLowerCase().replace(/[^0-9a-f]/g, '');
    said.replaceChildren();
    if (signs.length !== 8) {
      said.textContent = '{{ js("check-eight") }}';
      return;
    }
    const hits = [];
    for (const [area, agencies] of Object.entries(prints.areas)) {
      for (const [agency, { name, prints: ours }] of Object.entries(agencies)) {
        if (ours[signs]) hits.push([`${prints.titles[ours[signs]]}, ${name}`, `../${area}/${agency}/${ours[signs]}.html`]);
      }
    }
    if (hits.length) {
      said.append('{{ js("check-yes") }} ');
      hits.forEach(([name, href], index) => {
        const link = document.createElement('a');
        link.href = href;
        link.textContent = name;
        said.append(index ? '; ' : '', link);
      });
      said.append('.');
    } else if (prints.earlier[signs]) {
      said.textContent = `{{ js("check-no", edition="${prints.earlier[signs]}") }}`;
    } else {
      said.textContent = '{{ js("check-unknown") }}';
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
