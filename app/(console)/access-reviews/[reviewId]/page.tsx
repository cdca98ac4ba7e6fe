import { consolePage } from '@/app/console-page'
import { AccessReviewPage } from '@/components/access-reviews/review-page'
import { getAccessReview } from '@/lib/ops/access-reviews'

const page = consolePage('accessReview', {
  title: () => 'Access review',
  reads: [getAccessReview],
  show: AccessReviewPage,
})
export const { generateMetadata } = page
export default page.Page
