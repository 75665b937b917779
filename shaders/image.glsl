// One picture with zoom and pan. A split draws it twice, at either side of the divider.

#ifdef VERTEX
void main() {
  gl_Position = viewportCorner();
}
#endif

#ifdef FRAGMENT
uniform sampler2D picture;
uniform float level;
out vec4 color;

void main() {
  color = vec4(pictureColor(picture, level), 1.0);
}
#endif
