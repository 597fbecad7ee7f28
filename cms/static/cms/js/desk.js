/* The translators' page: what its forms do without a script, faster and by keyboard. */
const all = selector => [...document.querySelectorAll(selector)];
const boxes = () => all('.box textarea').filter(box => box.checkVisibility());
const say = (...said) => document.getElementById('say').replaceChildren(...said.flatMap(one => [one, ' ']));

// a box is as high as its text, and at first as the original
const fit = box => {
  box.dataset.rows ??= box.rows;
  box.rows = box.dataset.rows;
  while (box.scrollHeight > box.clientHeight && box.rows < 30) box.rows += 1;
};
// whether something is typed and not saved, but for the form that goes
const isTyped = form => all('.box textarea').some(box => box.form !== form && box.value !== box.defaultValue);

function prepare(root) {
  for (const button of root.querySelectorAll('[data-copy-original]')) {
    const original = button.closest('.passage').querySelector('[data-original]');
    button.hidden = !original;
    button.addEventListener('click', () => {
      const box = button.form.elements.text;
      box.value = original.dataset.original;
      fit(box);
      box.focus();
    });
  }
}

// what the term base advises on a passage, in its languages
const advice = passage => [...passage.querySelectorAll('.advice .label, .advice li > span:first-child')].map(said => said.cloneNode(true));

// one passage is saved without the page being made anew: what is typed elsewhere stays
async function send(form, button) {
  const data = new FormData(form, button);
  const article = form.closest('.passage');
  const list = boxes();
  const here = list.indexOf(article.querySelector('.box textarea'));
  const next = list.slice(here + 1).concat(list.slice(0, Math.max(here, 0))).find(box => !box.closest('.done'));
  form.setAttribute('aria-busy', 'true');
  try {
    const answer = await fetch(form.action.split('#')[0], { method: 'POST', body: data, headers: { 'X-Fragment': 'passage' } });
    if (!answer.ok || answer.redirected) throw new Error(answer.status);
    const made = document.createElement('template');
    made.innerHTML = await answer.text();
    const fresh = made.content.querySelector('.passage');
    document.getElementById('progress').replaceWith(made.content.querySelector('#progress'));
    document.getElementById('shown').replaceWith(made.content.querySelector('#shown'));
    article.replaceWith(fresh);
    begin(fresh);
    const refused = fresh.querySelector('.errors');
    if (refused) fresh.querySelector('.box textarea').focus();
    else if (next) { next.focus(); next.scrollIntoView({ block: 'center' }); }
    else location.assign(`?${new URLSearchParams({ show: form.elements.show.value, said: fresh.id, done: 1 })}`); // said there, above the next step
    if (refused) say(refused.textContent);
    else say(document.querySelector('#progress strong').textContent, ...advice(fresh));
  } catch { // signed out, or the passage is gone: the plain form says it
    form.append(Object.assign(document.createElement('input'), { type: 'hidden', name: button?.name ?? 'do', value: button?.value ?? 'confirm' }));
    leaving = !isTyped(form);
    form.submit();
  }
}

function begin(root) {
  prepare(root);
  for (const box of root.querySelectorAll('.box textarea')) fit(box);
  const keys = document.querySelector('.keys');
  if (keys) keys.hidden = false;
}

let leaving = false;
begin(document);
document.getElementById('done')?.focus(); // what was confirmed last was the last
addEventListener('submit', event => {
  const form = event.target;
  if (!form.action.includes('/passage/') || event.submitter?.value === 'fill') { leaving = !isTyped(form); return; }
  event.preventDefault();
  send(form, event.submitter);
});
addEventListener('input', event => { if (event.target.matches?.('.box textarea')) fit(event.target); });
addEventListener('toggle', event => {
  const box = event.target.open && event.target.querySelector('.box textarea');
  if (box) { fit(box); box.focus(); }
}, true);
addEventListener('keydown', event => {
  const box = event.target.closest?.('.box textarea');
  if (box && event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    box.form.requestSubmit(box.form.querySelector('[value=confirm]'));
  }
  if (event.altKey && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
    const list = boxes(), step = event.key === 'ArrowDown' ? 1 : -1, here = list.indexOf(box);
    const target = list[here < 0 ? 0 : here + step];
    if (!target) return;
    event.preventDefault();
    target.focus();
    target.scrollIntoView({ block: 'center' });
  }
});
addEventListener('beforeunload', event => { if (!leaving && isTyped()) event.preventDefault(); });
