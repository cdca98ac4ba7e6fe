'use client'
import { later } from '../../ui/later'
import { SkeletonRows } from '../../ui/skeleton'

// A form brings its library and zod along: a third of the page's code.
const loading = <SkeletonRows rows={6} />

export const EmployeeRequest = later(
  () => import('./employee-request').then((m) => m.EmployeeRequest),
  { loading },
)
export const OtherRequest = later(() => import('./other-request').then((m) => m.OtherRequest), {
  loading,
})
export const KeptRequest = later(() => import('./kept-request').then((m) => m.KeptRequest), {
  loading,
})
