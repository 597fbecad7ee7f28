/* Says which question a page of results answered, and which answers are opened; nobody is named (search/insights.py). */
const asked = document.querySelector('[data-asked]');
const send = rank => {
  const said = new FormData();
  said.set('token', asked.dataset.asked);
  if (rank) said.set('rank', rank);
  navigator.sendBeacon(asked.dataset.to, said);
};

if (asked) {
  send(0);
  const answers = [...document.querySelectorAll('.result h2 a')];
  const open = event => {
    const rank = answers.indexOf(event.target.closest('a')) + 1;
    if (rank && event.button < 2) send(rank);
  };
  document.addEventListener('click', open);
  document.addEventListener('auxclick', open);
}
