import { onCLS, onINP, onLCP, onTTFB } from 'web-vitals'
import { patternOf } from '@/lib/client/page-of'
import { reportVitals } from '@/lib/ops/vitals'
import { routes } from '@/lib/routes'

/** The share of page views that are measured. */
const SHARE = 0.1

/** Measures this page view if it is in the sample, and reports it once, when the page is left or hidden. */
export function measureVitals(sample = Math.random()): void {
  const page = patternOf(window.location.pathname)
  if (sample >= SHARE || page === undefined) return
  const found: Record<string, number> = {}
  const note = ({ name, value }: { name: string; value: number }) => {
    found[name.toLowerCase()] = name === 'CLS' ? value : Math.round(value)
  }
  for (const on of [onLCP, onINP, onCLS]) on(note)
  const report = () => {
    if (document.visibilityState !== 'hidden') return
    document.removeEventListener('visibilitychange', report)
    // A lost report is no loss.
    fetch(routes.op(reportVitals.id), {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-gatehouse-background': '1' },
      body: JSON.stringify({ page, ...found }),
      keepalive: true,
    }).catch(() => {})
  }
  // After the library's own listeners, which finish the values, and not before there is one.
  onTTFB((first) => {
    note(first)
    document.addEventListener('visibilitychange', report)
  })
}
