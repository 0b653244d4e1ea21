'use strict';
// Lets a reader look for a candidate by name. Without it everything is shown, and nothing is missing.
const box = document.getElementById('filter');
if (box) {
  const input = box.querySelector('input');
  const said = box.querySelector('output');
  const rows = [...document.querySelectorAll('[data-who]')];
  const all = new Set(rows.map((row) => row.dataset.who)).size;
  const apply = () => {
    const wanted = input.value.trim().toLowerCase();
    const left = new Set();
    for (const row of rows) {
      const is = row.dataset.name.includes(wanted);
      row.hidden = !is;
      if (is) left.add(row.dataset.who);
    }
    for (const body of document.querySelectorAll('table.who tbody')) {
      body.hidden = !body.querySelector('[data-who]:not([hidden])') && !!body.querySelector('[data-who]');
    }
    said.textContent = wanted ? `${left.size} of ${all}` : '';
  };
  input.addEventListener('input', apply);
  box.hidden = false;
  apply();
}
// Paper can't unfold anything.
addEventListener('beforeprint', () => document.querySelectorAll('details').forEach((it) => (it.open = true)));
