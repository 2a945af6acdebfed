// Marks who can be called now, by the clock of the United Kingdom, wherever the reader's own stands.
// Hours stand in the page as days from 0 to 7, which is a bank holiday of England and Wales, and minutes: 01234/540-1020.
// Without this script every contact and its hours stand there all the same.
(() => {
  const DAY = 86400000;
  const clock = new Intl.DateTimeFormat('en-GB', {
    timeZone: 'Europe/London', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', hourCycle: 'h23',
  });
  const now = Object.fromEntries(clock.formatToParts(new Date()).map(({ type, value }) => [type, Number(value)]));
  const minute = now.hour * 60 + now.minute;
  const today = Date.UTC(now.year, now.month - 1, now.day);
  const weekday = (date) => (new Date(date).getUTCDay() + 6) % 7; // Monday is 0
  const monday = (year, month, from) => {
    const first = Date.UTC(year, month - 1, from);
    return first + ((7 - weekday(first)) % 7) * DAY;
  };
  const easter = (year) => { // the Gregorian computus
    const a = year % 19, b = Math.floor(year / 100), c = year % 100;
    const h = (19 * a + b - (b >> 2) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30;
    const l = (32 + 2 * (b % 4) + 2 * (c >> 2) - h - (c % 4)) % 7;
    const m = Math.floor((a + 11 * h + 22 * l) / 451);
    const n = h + l - 7 * m + 114;
    return Date.UTC(year, Math.floor(n / 31) - 1, (n % 31) + 1);
  };
  const instead = (date, taken) => { // the next weekday that is free
    while (weekday(date) > 4 || taken.includes(date)) date += DAY;
    return date;
  };
  const holidays = (year) => {
    const christmas = Date.UTC(year, 11, 25);
    const days = [christmas, christmas + DAY].filter((date) => weekday(date) < 5);
    for (const date of [christmas, christmas + DAY]) if (!days.includes(date)) days.push(instead(date, days));
    return [
      ...days, instead(Date.UTC(year, 0, 1), []), easter(year) - 2 * DAY, easter(year) + DAY,
      monday(year, 5, 1), monday(year, 5, 25), monday(year, 8, 25),
    ];
  };
  const kind = (date) => String(holidays(new Date(date).getUTCFullYear()).includes(date) ? 7 : weekday(date));
  const open = (hours) => hours.split(' ').some((part) => {
    const [days, times] = part.split('/');
    const [start, end] = times.split('-').map(Number);
    return (days.includes(kind(today)) && start <= minute && minute < end)
      || (days.includes(kind(today - DAY)) && minute + 1440 < end);
  });
  for (const hours of document.querySelectorAll('[data-open]')) {
    if (open(hours.dataset.open)) {
      const mark = document.createElement('b');
      mark.className = 'now';
      mark.textContent = '{{ js("open-now") }}';
      hours.append(' ', mark);
    }
  }
})();
