export { type BuildOptions, buildImage } from './build.js';
export { withImages } from './languages.js';
export { findImagesFile, getImage, type Image, listImages, removeImage } from './store.js';
