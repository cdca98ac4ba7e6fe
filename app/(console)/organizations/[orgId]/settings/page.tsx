import { consolePage } from '@/app/console-page'
import { OrgSettingsPage } from '@/components/org-settings/settings-page'
import { getOrgSettings } from '@/lib/ops/directory'

const page = consolePage('orgSettings', {
  reads: [getOrgSettings],
  head: { lead: 'Who can access the clusters of this organization.' },
  show: OrgSettingsPage,
})
export const { generateMetadata } = page
export default page.Page
