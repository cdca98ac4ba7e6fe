export default () => 'ready'
