'use client'
import { lazyComponent } from '../../ui/lazy-component'
import { SkeletonRows } from '../../ui/skeleton'

// A form needs its library and zod, a third of the page's code.
const loading = <SkeletonRows rows={6} />

export const EmployeeRequest = lazyComponent(
  () => import('../employee-access/employee-request').then((m) => m.EmployeeRequest),
  { loading },
)
export const OtherRequest = lazyComponent(
  () => import('./other-request').then((m) => m.OtherRequest),
  {
    loading,
  },
)
export const KeptRequest = lazyComponent(
  () => import('./kept-request').then((m) => m.KeptRequest),
  {
    loading,
  },
)
