import { oddOf } from '@/lib/ops/odd'
import { Banner } from '../ui/banner'
import { lazyComponent } from '../ui/lazy-component'

// Rarely needed, so loaded on demand.
const JsonView = lazyComponent(() => import('./json-view').then((m) => m.JsonView))

/** The parts of an answer that came in another shape than expected, as they came; nothing when there are none. */
export function OddParts({ of }: { of: object }) {
  const odd = oddOf(of)
  if (!odd) return null
  return (
    <Banner tone="warn" title="Atlas sent parts that Gatehouse does not recognize">
      <JsonView value={odd} label="Unrecognized parts" start="JSON" className="mt-2 text-text" />
    </Banner>
  )
}
