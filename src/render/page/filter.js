'use strict';
// Lets a reader look for a candidate by name. Without it everything is shown, and nothing is missing.
const box = document.getElementById('filter');
if (box) {
  const input = box.querySelector('input');
  const said = box.querySelector('output');
  const named = [...document.querySelectorAll('table.who tbody th[scope="row"] bdi, details.who > summary bdi')];
  const all = named.map((it) => ({
    name: it.title || it.textContent,
    shown: it.closest('tr, details'),
  }));
  const apply = () => {
    const wanted = input.value.trim().toLowerCase();
    const left = new Set();
    for (const { name, shown } of all) {
      const is = name.toLowerCase().includes(wanted);
      if (is) left.add(name);
      shown.hidden = !is;
      const remark = shown.nextElementSibling;
      if (remark && remark.classList.contains('remark')) remark.hidden = !is;
    }
    for (const body of document.querySelectorAll('table.who tbody')) {
      const rows = [...body.rows].filter((row) => !row.classList.contains('group'));
      body.hidden = rows.length > 0 && rows.every((row) => row.hidden);
    }
    said.textContent = wanted ? `${left.size} of ${new Set(all.map((it) => it.name)).size}` : '';
  };
  box.addEventListener('submit', (event) => event.preventDefault());
  input.addEventListener('input', apply);
  box.hidden = false;
  if (input.value) apply();
}
// A link to what is folded unfolds it.
const unfold = () => {
  const at = document.getElementById(location.hash.slice(1));
  if (at && at.tagName === 'DETAILS') at.open = true;
};
addEventListener('hashchange', unfold);
unfold();
// All that is folded in a section at once, to read or to print it.
for (const line of document.querySelectorAll('.unfolds')) {
  const folded = line.parentElement.querySelectorAll(':scope > details');
  line.hidden = folded.length < 2;
  line.firstElementChild.addEventListener('click', () => folded.forEach((it) => (it.open = true)));
}
