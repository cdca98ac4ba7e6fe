import { Gallery } from '@/components/gallery/gallery'
import { Providers } from '@/components/shell/providers'

export const metadata = { title: 'Components' }

// Reads nothing and needs no one signed in. `pageExtensions` in next.config.js keeps it out of the product.
export default function ComponentsPage() {
  return (
    <Providers renderedAt={Date.now()}>
      <Gallery />
    </Providers>
  )
}
