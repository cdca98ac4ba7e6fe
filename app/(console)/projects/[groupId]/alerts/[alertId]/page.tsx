import { consolePage } from '@/app/console-page'
import { AlertPage } from '@/components/alerts/alert-page'
import { first } from '@/components/data/prefetched'
import { PageHead } from '@/components/ui/page'
import { getAlert } from '@/lib/ops/alerts'
import { routes } from '@/lib/routes'

const page = consolePage('alert', {
  reads: (place) => [first(getAlert, place)],
  show: (place) => (
    <>
      <PageHead back={{ label: 'Alerts', href: routes.alerts(place.groupId) }} title="Alert" />
      <AlertPage {...place} />
    </>
  ),
})
export const { generateMetadata } = page
export default page.Page
