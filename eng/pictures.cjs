// Takes the pictures of docs/images: pictures.cjs PLAYWRIGHT_PACKAGE WORK IMAGES GALLERY_URL LABEL_URL EMOJI_URL (see pictures.sh)
const [, , playwright, work, images, gallery, label, emoji] = process.argv;
const { chromium } = require(playwright);
const path = require("path");

const width = 1280;
const patience = 600000;

(async () => {
  const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });

  async function shoot(name, address, height, prepare = async () => {}) {
    const page = await browser.newPage({ viewport: { width, height }, reducedMotion: "reduce", colorScheme: "light", bypassCSP: true });
    page.setDefaultTimeout(patience);
    await page.goto(address);
    await prepare(page);
    await page.waitForFunction("[...document.images].filter(i => i.offsetParent && i.getBoundingClientRect().top < innerHeight && i.getBoundingClientRect().bottom > 0).every(i => i.complete)");
    await page.waitForTimeout(500);
    await page.screenshot({ path: path.join(images, `${name}.png`) });
    await page.close();
  }

  const charts = page => page.waitForFunction("[...document.querySelectorAll('[data-chart]')].every(c => c.querySelector('svg'))");
  const file = name => `file://${path.join(work, name)}`;
  const maps = page => page.locator("#show-maps").check();
  await shoot("report", file("emoji.html"), 1480, async page => {
    await charts(page);
    await maps(page);
  });
  await shoot("report-all", file("report.html"), 900, async page => {
    await charts(page);
    await page.evaluate("document.documentElement.style.scrollBehavior = 'auto'; document.getElementById('all').scrollIntoView()");
  });
  await shoot("comparison", file("comparison.html"), 1300, charts);

  // The gallery computes FID and DS of every snapshot before the last of its curves is there.
  const watching = page => page.waitForFunction("document.getElementById('doing').textContent.startsWith('watching')");
  await shoot("serve-gallery-1280", gallery, 900, async page => {
    await watching(page);
    await page.locator("#rule").selectOption("share");
    await page.locator("#threshold").fill("600");
  });
  await shoot("serve-nearest-1280", gallery, 900, async page => {
    await watching(page);
    await page.locator("#cards .shot").nth(4).click();
    await page.waitForFunction("document.querySelectorAll('#nearest-reals img').length === 5");
  });
  await shoot("serve-compare-1280", `${gallery}#compare`, 900, async page => {
    await watching(page);
    await page.waitForSelector("#overlay svg");
  });
  await shoot("serve-training-1280", `${gallery}#training`, 1100, async page => {
    await watching(page);
    await page.waitForFunction("document.querySelectorAll('#curves svg').length === 3");
  });
  await shoot("serve-maps-1280", emoji, 900, async page => {
    await watching(page);
    await maps(page);
    await page.waitForFunction("document.querySelectorAll('#cards .map').length > 20");
  });
  await shoot("label", `${label}judge?observer=you`, 800, page => page.waitForFunction("document.getElementById('count').textContent !== ''"));
  await browser.close();
})();
