// The page in two languages, and its tiles: they ask through the element's own functions.
const chat = () => document.querySelector('baoxiao-chat');
let language = 'zh';

/** Keep the Chinese of each element, once, so that it can come back. */
function remember() {
  for (const element of document.querySelectorAll('[data-en]')) {
    element.dataset.zh = element.textContent;
  }
  for (const element of document.querySelectorAll('[data-placeholder-en]')) {
    element.dataset.placeholderZh = element.placeholder;
  }
  for (const element of document.querySelectorAll('[data-label-en]')) {
    element.dataset.labelZh = element.getAttribute('aria-label');
  }
  document.documentElement.dataset.titleZh = document.title;
}

function show(chosen) {
  language = chosen;
  const en = chosen === 'en';
  document.documentElement.lang = en ? 'en' : 'zh-CN';
  document.title = en
    ? 'Yunzhou Medical Insurance (demo)'
    : document.documentElement.dataset.titleZh;
  for (const element of document.querySelectorAll('[data-en]')) {
    element.textContent = en ? element.dataset.en : element.dataset.zh;
  }
  for (const element of document.querySelectorAll('[data-placeholder-en]')) {
    element.placeholder = en ? element.dataset.placeholderEn : element.dataset.placeholderZh;
  }
  for (const element of document.querySelectorAll('[data-label-en]')) {
    element.setAttribute('aria-label', en ? element.dataset.labelEn : element.dataset.labelZh);
  }
  const button = document.querySelector('#language');
  if (button) {
    button.textContent = en ? '中文' : 'English';
    button.lang = en ? 'zh-CN' : 'en';
  }
}

function start() {
  remember();
  document.querySelector('#language')?.addEventListener('click', () => {
    show(language === 'en' ? 'zh' : 'en');
    chat()?.setLanguage(language);
  });
  for (const tile of document.querySelectorAll('[data-ask]')) {
    tile.addEventListener('click', () => {
      chat()?.send(language === 'en' ? tile.dataset.askEn : tile.dataset.ask);
    });
  }
  document.querySelector('#ask')?.addEventListener('submit', (event) => {
    event.preventDefault();
    const field = document.querySelector('#question');
    if (field.value.trim()) chat()?.send(field.value);
    else chat()?.open();
    field.value = '';
  });
  // the choice made last time is kept by the element
  if (chat()?.language === 'en') show('en');
  // the language is chosen on the page or in the panel: both follow
  document.addEventListener('baoxiao-language', ({ detail }) => show(detail.language));
}

start();
