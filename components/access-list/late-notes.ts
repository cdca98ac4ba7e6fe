import { lazyComponent } from '../ui/lazy-component'

// Most lists need none of them.
const notes = () => import('./notes')
export const Counted = lazyComponent(() => notes().then((m) => m.Counted))
export const DriftBadge = lazyComponent(() => notes().then((m) => m.DriftBadge))
export const DriftNote = lazyComponent(() => notes().then((m) => m.DriftNote))
