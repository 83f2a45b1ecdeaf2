// Where scripts of a site's own find what they require, as on JupyterHub's pages.
require.config({
  baseUrl: document.currentScript.dataset.at,
  paths: {
    components: "../components",
    jquery: "../components/jquery/dist/jquery.min",
    moment: "../components/moment/moment",
  },
});
