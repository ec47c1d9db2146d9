// Opens a report in Chromium and measures: report_in_browser.cjs PLAYWRIGHT_PACKAGE REPORT.html
const [, , playwright, page] = process.argv;
const { chromium } = require(playwright);

// Frames while something scrolls by so many pixels each, for a number of seconds.
const scrolling = async ([id, pixels, seconds]) => {
  const element = id ? document.getElementById(id) : document.scrollingElement;
  element.scrollIntoView?.({ block: "start" });
  const times = [];
  const end = performance.now() + 1000 * seconds;
  for (let last = performance.now(); last < end;) {
    const now = await new Promise(requestAnimationFrame);
    times.push(now - last);
    last = now;
    element.scrollTop += pixels;
  }
  times.sort((a, b) => a - b);
  const at = share => Math.round(10 * times[Math.floor(share * (times.length - 1))]) / 10;
  return { frames: times.length, median: at(0.5), p95: at(0.95), longest: at(1) };
};

(async () => {
  const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
  console.log("| window | until loaded | until the gallery shows pictures | frames, page (median, 95 %, longest) | frames, gallery |");
  console.log("| --- | --- | --- | --- | --- |");
  for (const width of [1280, 400]) {
    const tab = await browser.newPage({ viewport: { width, height: 900 }, reducedMotion: "reduce" });
    await tab.goto(`file://${page}`);
    const loaded = await tab.evaluate(() => performance.getEntriesByType("navigation")[0].loadEventEnd);
    await tab.waitForFunction(() => document.querySelector("#all img")?.complete);
    const shown = await tab.evaluate(() => performance.now());
    const text = times => `${times.median}, ${times.p95}, ${times.longest} ms (${times.frames})`;
    const whole = await tab.evaluate(scrolling, [null, 60, 5]);
    const gallery = await tab.evaluate(scrolling, ["all-window", 60, 5]);
    console.log(`| ${width} px | ${Math.round(loaded)} ms | ${Math.round(shown)} ms | ${text(whole)} | ${text(gallery)} |`);
    await tab.close();
  }
  await browser.close();
})();
