/** @type {import('next').NextConfig} */
export default {
  // The packages are a link to those of the checkout.
  turbopack: { root: '/' },
  poweredByHeader: false,
}
