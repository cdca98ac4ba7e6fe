import { consolePage } from '@/app/console-page'
import { MachinesPage } from '@/components/machines/machines-page'
import { listMachines } from '@/lib/ops/machines'

const page = consolePage('machines', {
  head: { lead: 'Credentials of programs that call Atlas through Gatehouse.' },
  reads: [listMachines],
  show: MachinesPage,
})
export const { generateMetadata } = page
export default page.Page
