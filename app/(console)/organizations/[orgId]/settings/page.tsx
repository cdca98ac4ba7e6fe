import { consolePage } from '@/app/console-page'
import { first } from '@/components/data/prefetched'
import { OrgSettingsPage } from '@/components/org-settings/settings-page'
import { PageHead } from '@/components/ui/page'
import { getOrgSettings } from '@/lib/ops/directory'

const page = consolePage('orgSettings', {
  reads: (place) => [first(getOrgSettings, place)],
  show: (place) => (
    <>
      <PageHead title="Settings" lead="Who can access the clusters of this organization." />
      <OrgSettingsPage {...place} />
    </>
  ),
})
export const { generateMetadata } = page
export default page.Page
