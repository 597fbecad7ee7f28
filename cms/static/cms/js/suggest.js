/* Suggestions under a search field while one types, in a listbox led by the field; without this file, the form asks. */
const PAUSE = 150; // milliseconds without a key before the site is asked

for (const form of document.querySelectorAll('form[data-suggest]')) {
  const field = form.querySelector('[type=search]');
  const list = document.createElement('div');
  Object.assign(list, { className: 'suggest', id: `${field.id}-list`, hidden: true });
  list.setAttribute('role', 'listbox');
  list.setAttribute('aria-label', form.dataset.words);
  form.append(list);
  const tell = said => { for (const [name, value] of Object.entries(said)) field.setAttribute(`aria-${name}`, value); };
  field.setAttribute('role', 'combobox');
  tell({ autocomplete: 'list', expanded: false, controls: list.id });

  let turn = 0, pause;
  const options = () => [...list.querySelectorAll('[role=option]')];
  const current = () => list.querySelector('[aria-selected=true]');
  const close = () => {
    turn += 1;
    list.hidden = true;
    field.removeAttribute('aria-activedescendant');
    tell({ expanded: false });
  };
  const choose = option => {
    current()?.setAttribute('aria-selected', false);
    option.setAttribute('aria-selected', true);
    option.scrollIntoView({ block: 'nearest' });
    tell({ activedescendant: option.id });
  };
  const ask = async () => {
    const mine = turn += 1;
    const answer = await fetch(`${form.dataset.suggest}?q=${encodeURIComponent(field.value.trim())}`).catch(() => null);
    if (mine !== turn) return; // another key was typed meanwhile
    if (!answer?.ok || answer.redirected) return close();
    list.innerHTML = await answer.text();
    if (mine !== turn) return;
    const found = list.firstElementChild;
    if (!found) return close();
    list.hidden = false;
    tell({ expanded: true });
    document.getElementById('say').textContent = found.dataset.say;
  };

  field.addEventListener('input', () => {
    clearTimeout(pause);
    if (field.value.trim().length < 2) return close();
    pause = setTimeout(ask, PAUSE);
  });
  field.addEventListener('keydown', event => {
    const all = list.hidden ? [] : options(), at = all.indexOf(current());
    if (event.key === 'Escape' && all.length) close();
    else if (event.key === 'Enter' && at >= 0) current().click();
    else if (event.key === 'ArrowDown' && all.length) choose(all[(at + 1) % all.length]);
    else if (event.key === 'ArrowUp' && all.length) choose(all[at > 0 ? at - 1 : all.length - 1]);
    else return;
    event.preventDefault();
  });
  form.addEventListener('focusout', event => { if (!form.contains(event.relatedTarget)) close(); });
  form.addEventListener('submit', close);
}
