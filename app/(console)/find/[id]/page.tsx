import { consolePage } from '@/app/console-page'
import { FindPage } from '@/components/find/find-page'

const page = consolePage('find', { title: ({ id }) => `Find ${id}`, show: FindPage })
export const { generateMetadata } = page
export default page.Page
