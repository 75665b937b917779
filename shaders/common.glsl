// Stands before every pass, after the version and one of the lines "#define VERTEX" and "#define FRAGMENT".
//
// The viewport's first row is at y = 0 of gl_FragCoord, and so is the first row of a texture: nothing is
// ever flipped, and a frame is read top row first.

#ifdef VERTEX
// Three corners that cover the viewport; the scissor says what of it a pass draws.
vec4 viewportCorner() {
  return vec4(gl_VertexID == 1 ? 3.0 : -1.0, gl_VertexID == 2 ? 3.0 : -1.0, 0.0, 1.0);
}
#endif

#ifdef FRAGMENT
// The point of the picture, 0..1, that this pixel shows.
uniform vec2 pictureScale;
uniform vec2 pictureOffset;

vec2 pointOfPicture() {
  return gl_FragCoord.xy * pictureScale + pictureOffset;
}

// A point on the border between two texels is read from the further one, whatever rounding makes of it.
const float BORDER = 1.0 / 512.0;

ivec2 nearestTexel(ivec2 size) {
  return clamp(ivec2(pointOfPicture() * vec2(size) + BORDER), ivec2(0), size - 1);
}

// The transfer function of sRGB (IEC 61966-2-1).
vec3 toSrgb(vec3 linear) {
  vec3 v = clamp(linear, 0.0, 1.0);
  vec3 curve = 1.055 * pow(max(v, vec3(1e-6)), vec3(1.0 / 2.4)) - 0.055;
  return mix(curve, 12.92 * v, lessThanEqual(v, vec3(0.0031308)));
}

// The pattern under what is transparent.
uniform float checkerSide;
uniform vec2 checkerShades;

float checkerboard() {
  ivec2 square = ivec2(gl_FragCoord.xy / checkerSide);
  return (square.x + square.y) % 2 == 0 ? checkerShades.x : checkerShades.y;
}

// A picture at this pixel, over the checkerboard, in sRGB values. The texture decodes to linear light and is
// premultiplied, so filters and mip-maps average light.
//
// level: of the mip-map; below 0 the nearest pixel is shown instead
vec3 pictureColor(sampler2D picture, float level) {
  vec4 light = level < 0.0
      ? texelFetch(picture, nearestTexel(textureSize(picture, 0)), 0)
      : textureLod(picture, pointOfPicture(), level);
  return toSrgb(light.rgb + (1.0 - light.a) * checkerboard());
}
#endif
