import { type Browser, chromium as launcher, type Page } from 'playwright'
import { chromium } from '@/scripts/chromium'
import type { OnStop } from '@/scripts/command'
import type { BenchPerson } from './person'

/** Starts the browser of the end-to-end tests. */
export async function startBrowser(onStop: OnStop): Promise<Browser> {
  const browser = await launcher.launch({ executablePath: chromium(console.log) })
  onStop(() => browser.close())
  return browser
}

/** The cookies of a person's session, for a browser. */
export const cookiesOf = (url: string, person: BenchPerson) =>
  person.headers.cookie.split('; ').map((pair) => {
    const at = pair.indexOf('=')
    return { name: pair.slice(0, at), value: pair.slice(at + 1), url }
  })

declare global {
  interface Window {
    /** Durations of the tasks over 50 ms so far, in ms. */
    longTasks?: number[]
  }
}

/** A page of a signed-in person that records long tasks of its main thread. */
export async function openPage(browser: Browser, url: string, person: BenchPerson): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
  await context.addCookies(cookiesOf(url, person))
  await context.addInitScript(() => {
    window.longTasks = []
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) window.longTasks?.push(duration)
    }).observe({ type: 'longtask', buffered: true })
  })
  return context.newPage()
}

/** The long tasks since the last call, in ms, once the page has been quiet for a while. */
export const longTasks = (page: Page): Promise<number[]> =>
  page.evaluate(async () => {
    const QUIET_MS = 500
    let last = performance.now()
    while (performance.now() - last < QUIET_MS) {
      const before = performance.now()
      await new Promise((resolve) => setTimeout(resolve, 20))
      // The main thread was busy.
      if (performance.now() - before > 40) last = performance.now()
    }
    return window.longTasks?.splice(0) ?? []
  })
