package studio.viseme.viewport.gl;

import static org.lwjgl.egl.EGL15.EGL_CONTEXT_MAJOR_VERSION;
import static org.lwjgl.egl.EGL15.EGL_CONTEXT_MINOR_VERSION;
import static org.lwjgl.egl.EGL15.EGL_CONTEXT_OPENGL_CORE_PROFILE_BIT;
import static org.lwjgl.egl.EGL15.EGL_CONTEXT_OPENGL_PROFILE_MASK;
import static org.lwjgl.egl.EGL15.EGL_NONE;
import static org.lwjgl.egl.EGL15.EGL_NO_CONTEXT;
import static org.lwjgl.egl.EGL15.EGL_NO_SURFACE;
import static org.lwjgl.egl.EGL15.EGL_OPENGL_API;
import static org.lwjgl.egl.EGL15.EGL_OPENGL_BIT;
import static org.lwjgl.egl.EGL15.EGL_PBUFFER_BIT;
import static org.lwjgl.egl.EGL15.EGL_RENDERABLE_TYPE;
import static org.lwjgl.egl.EGL15.EGL_SURFACE_TYPE;
import static org.lwjgl.egl.EGL15.eglBindAPI;
import static org.lwjgl.egl.EGL15.eglChooseConfig;
import static org.lwjgl.egl.EGL15.eglCreateContext;
import static org.lwjgl.egl.EGL15.eglDestroyContext;
import static org.lwjgl.egl.EGL15.eglGetError;
import static org.lwjgl.egl.EGL15.eglInitialize;
import static org.lwjgl.egl.EGL15.eglMakeCurrent;
import static org.lwjgl.egl.EGL15.eglReleaseThread;

import java.nio.IntBuffer;
import org.lwjgl.PointerBuffer;
import org.lwjgl.egl.EGL;
import org.lwjgl.egl.EGL10;
import org.lwjgl.egl.EGLCapabilities;
import org.lwjgl.egl.EXTDeviceEnumeration;
import org.lwjgl.egl.EXTDeviceQuery;
import org.lwjgl.egl.EXTPlatformBase;
import org.lwjgl.egl.EXTPlatformDevice;
import org.lwjgl.opengl.GL;
import org.lwjgl.system.JNI;
import org.lwjgl.system.MemoryStack;

/**
 * A context that EGL makes without a display server and without a surface: the renderer brings its
 * own framebuffer.
 *
 * <p>The display that EGL opens for it is shared by all contexts of the process and stays open:
 * terminating it would take the contexts of other viewports with it.
 */
final class EglContext implements GlContext {
  private static final String SOFTWARE_DEVICE = "EGL_MESA_device_software";
  private static final int MAX_DEVICES = 16;

  /** EGL_PLATFORM_SURFACELESS_MESA, which the binding doesn't name. */
  private static final int PLATFORM_SURFACELESS = 0x31DD;

  private final long display;
  private final long context;

  /** On the first device that is a graphics card. */
  static EglContext onCard() {
    EGLCapabilities client = EGL.getCapabilities();
    if (!client.EGL_EXT_device_enumeration
        || !client.EGL_EXT_platform_base
        || !client.EGL_EXT_device_query) {
      throw new IllegalStateException("EGL doesn't list devices");
    }
    try (MemoryStack stack = MemoryStack.stackPush()) {
      PointerBuffer devices = stack.mallocPointer(MAX_DEVICES);
      IntBuffer count = stack.mallocInt(1);
      if (!EXTDeviceEnumeration.eglQueryDevicesEXT(devices, count)) {
        throw failed("listing devices");
      }
      for (int i = 0; i < count.get(0); i++) {
        if (isCard(devices.get(i))) {
          return new EglContext(
              EXTPlatformBase.eglGetPlatformDisplayEXT(
                  EXTPlatformDevice.EGL_PLATFORM_DEVICE_EXT, devices.get(i), (IntBuffer) null));
        }
      }
      throw new IllegalStateException("EGL has no graphics card");
    }
  }

  private static boolean isCard(long device) {
    String extensions = EXTDeviceQuery.eglQueryDeviceStringEXT(device, EGL10.EGL_EXTENSIONS);
    return extensions != null && !extensions.contains(SOFTWARE_DEVICE);
  }

  /** On what Mesa chooses, without a display server. */
  static EglContext surfaceless() {
    long getDisplay = EGL.getCapabilities().eglGetPlatformDisplay;
    if (getDisplay == 0) {
      throw new IllegalStateException("EGL is older than 1.5");
    }
    // The binding's own method refuses the null that means "default display" here.
    return new EglContext(JNI.callPPP(PLATFORM_SURFACELESS, 0L, 0L, getDisplay));
  }

  private EglContext(long display) {
    if (display == 0) {
      throw failed("opening a display");
    }
    this.display = display;
    try (MemoryStack stack = MemoryStack.stackPush()) {
      IntBuffer major = stack.mallocInt(1);
      IntBuffer minor = stack.mallocInt(1);
      if (!eglInitialize(display, major, minor)) {
        throw failed("starting");
      }
      EGL.createDisplayCapabilities(display, major.get(0), minor.get(0));
      if (!eglBindAPI(EGL_OPENGL_API)) {
        throw failed("choosing OpenGL");
      }
      context = createContext(display, stack);
      if (!eglMakeCurrent(display, EGL_NO_SURFACE, EGL_NO_SURFACE, context)) {
        eglDestroyContext(display, context);
        throw failed("using a context");
      }
    }
    GL.createCapabilities();
  }

  private static long createContext(long display, MemoryStack stack) {
    PointerBuffer config = stack.mallocPointer(1);
    IntBuffer count = stack.mallocInt(1);
    IntBuffer wanted =
        stack.ints(
            EGL_SURFACE_TYPE, EGL_PBUFFER_BIT, EGL_RENDERABLE_TYPE, EGL_OPENGL_BIT, EGL_NONE);
    if (!eglChooseConfig(display, wanted, config, count) || count.get(0) == 0) {
      throw failed("choosing a configuration");
    }
    IntBuffer version =
        stack.ints(
            EGL_CONTEXT_MAJOR_VERSION,
            3,
            EGL_CONTEXT_MINOR_VERSION,
            3,
            EGL_CONTEXT_OPENGL_PROFILE_MASK,
            EGL_CONTEXT_OPENGL_CORE_PROFILE_BIT,
            EGL_NONE);
    long context = eglCreateContext(display, config.get(0), EGL_NO_CONTEXT, version);
    if (context == EGL_NO_CONTEXT) {
      throw failed("making a context of OpenGL 3.3");
    }
    return context;
  }

  private static IllegalStateException failed(String step) {
    return new IllegalStateException("EGL failed at %s (0x%x)".formatted(step, eglGetError()));
  }

  @Override
  public void close() {
    GL.setCapabilities(null);
    eglMakeCurrent(display, EGL_NO_SURFACE, EGL_NO_SURFACE, EGL_NO_CONTEXT);
    eglDestroyContext(display, context);
    eglReleaseThread();
  }
}
