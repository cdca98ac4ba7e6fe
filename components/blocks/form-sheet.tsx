'use client'
import { lazyComponent } from '../ui/lazy-component'
import type { FormSheetOpen } from './form-sheet-open'

/** `FormSheetOpen`, without its code in the page that opens it. */
export const FormSheet = lazyComponent(
  () => import('./form-sheet-open').then((m) => m.FormSheetOpen),
  { soon: true },
) as unknown as typeof FormSheetOpen

/** `OpFields` for the children of a `FormSheet`. */
export const FormFields = lazyComponent(() => import('../form/op-fields').then((m) => m.OpFields), {
  soon: true,
})
