package studio.viseme.export;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The XMP packet of an MP4: a {@code uuid} box after all others, where XMP part 3 (ISO 16684-3,
 * 1.1.5 MPEG-4) puts it. Players skip it; whoever looks for the origin of a picture finds the
 * IPTC's digital source type in it.
 */
final class XmpBox {
  /** IPTC NewsCodes: media made by a trained algorithm. */
  static final String SYNTHETIC =
      "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia";

  private static final long UUID_HIGH = 0xBE7ACFCB97A942E8L;
  private static final long UUID_LOW = 0x9C71999491E3AFACL;
  private static final int HEADER = 24;

  private XmpBox() {}

  /** Appends the packet to a finished film and has it on the disk when it returns. */
  static void append(Path film, String creatorTool) throws IOException {
    byte[] packet = packet(creatorTool).getBytes(StandardCharsets.UTF_8);
    ByteBuffer box = ByteBuffer.allocate(HEADER + packet.length);
    box.putInt(HEADER + packet.length).put("uuid".getBytes(StandardCharsets.US_ASCII));
    box.putLong(UUID_HIGH).putLong(UUID_LOW).put(packet).flip();
    try (FileChannel file =
        FileChannel.open(film, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
      while (box.hasRemaining()) {
        file.write(box);
      }
      file.force(true);
    }
  }

  private static String packet(String creatorTool) {
    return """
        <?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?>
        <x:xmpmeta xmlns:x="adobe:ns:meta/">
          <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
            <rdf:Description rdf:about=""
                xmlns:xmp="http://ns.adobe.com/xap/1.0/"
                xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
                xmp:CreatorTool="%s"
                Iptc4xmpExt:DigitalSourceType="%s"/>
          </rdf:RDF>
        </x:xmpmeta>
        <?xpacket end="r"?>
        """
        .formatted(creatorTool, SYNTHETIC);
  }
}
