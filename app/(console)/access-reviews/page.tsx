import { consolePage } from '@/app/console-page'
import { AccessReviewsPage } from '@/components/access-reviews/reviews-page'
import { listAccessReviews } from '@/lib/ops/access-reviews'

const page = consolePage('accessReviews', {
  head: { lead: 'Confirm that access without an end date is still needed.' },
  reads: [listAccessReviews],
  show: AccessReviewsPage,
})
export const { generateMetadata } = page
export default page.Page
