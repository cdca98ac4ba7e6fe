import { consolePage } from '@/app/console-page'
import { DevicePage } from '@/components/device/device-page'
import { listCliSessions } from '@/lib/ops/cli-sessions'

const page = consolePage('device', {
  head: { lead: 'Sign in to the Atlas CLI as yourself.' },
  reads: [listCliSessions],
  show: DevicePage,
})
export const { generateMetadata } = page
export default page.Page
