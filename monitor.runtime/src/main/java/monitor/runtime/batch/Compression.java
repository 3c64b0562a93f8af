package monitor.runtime.batch;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import monitor.api.delivery.Codec;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xerial.snappy.Snappy;
import org.xerial.snappy.SnappyError;

/**
 * The five codecs. Inflating is bounded by the size that the header promises: whatever says more,
 * or less, is refused before it takes memory. Instances belong to one thread.
 */
public final class Compression {
  private static final Logger LOG = LoggerFactory.getLogger(Compression.class);
  private static final int ZSTD_LEVEL = 1;
  private static final int GZIP_BUFFER = 4 << 10;

  /** What is used in the place of each that was asked for. */
  private final Map<Codec, Codec> usable = new EnumMap<>(Codec.class);

  /**
   * Made for the first batch: to bind the library takes a tenth of a second, which a start has no
   * use for.
   */
  private @Nullable ZstdCompressCtx zstd;

  /**
   * The codec itself; or gzip, which is a part of Java, where the library of the codec cannot be
   * loaded: it is for another processor or C library, or its folder must not be executed from.
   */
  public Codec usable(Codec wanted) {
    return usable.computeIfAbsent(wanted, this::tried);
  }

  private Codec tried(Codec wanted) {
    try {
      deflate(wanted, new byte[1], 1);
      return wanted;
    } catch (LinkageError | SnappyError | RuntimeException e) {
      LOG.error("Batches are compressed with gzip, as {} cannot be used.", wanted, e);
      return Codec.GZIP;
    }
  }

  /** Compresses the first bytes of an array; the codec NONE copies them. */
  public byte[] deflate(Codec codec, byte[] bytes, int length) {
    try {
      return switch (codec) {
        case NONE -> Arrays.copyOf(bytes, length);
        case ZSTD -> zstd(bytes, length);
        case LZ4 -> LZ4Factory.nativeInstance().fastCompressor().compress(bytes, 0, length);
        case SNAPPY -> snappy(bytes, length);
        case GZIP -> gzip(bytes, length);
      };
    } catch (IOException e) {
      throw new IllegalStateException("compression in memory failed", e);
    }
  }

  private byte[] zstd(byte[] bytes, int length) {
    byte[] target = new byte[(int) Zstd.compressBound(length)];
    int size = zstd().compressByteArray(target, 0, target.length, bytes, 0, length);
    return Arrays.copyOf(target, size);
  }

  private ZstdCompressCtx zstd() {
    ZstdCompressCtx made = zstd;
    if (made == null) {
      made = new ZstdCompressCtx().setLevel(ZSTD_LEVEL);
      zstd = made;
    }
    return made;
  }

  private static byte[] snappy(byte[] bytes, int length) throws IOException {
    byte[] target = new byte[Snappy.maxCompressedLength(length)];
    return Arrays.copyOf(target, Snappy.compress(bytes, 0, length, target, 0));
  }

  private static byte[] gzip(byte[] bytes, int length) throws IOException {
    ByteArrayOutputStream target = new ByteArrayOutputStream(length / 4 + 64);
    try (GZIPOutputStream out = new GZIPOutputStream(target)) {
      out.write(bytes, 0, length);
    }
    return target.toByteArray();
  }

  /**
   * Inflates to exactly the promised number of bytes.
   *
   * @throws IOException if the data is damaged or inflates to another size
   */
  public static byte[] inflate(Codec codec, byte[] bytes, int inflatedBytes) throws IOException {
    try {
      byte[] target =
          switch (codec) {
            case NONE -> bytes;
            case ZSTD -> unzstd(bytes, inflatedBytes);
            case LZ4 -> unlz4(bytes, inflatedBytes);
            case SNAPPY -> unsnappy(bytes, inflatedBytes);
            case GZIP -> ungzip(bytes, inflatedBytes);
          };
      if (target.length != inflatedBytes) {
        throw wrongSize(codec, inflatedBytes);
      }
      return target;
    } catch (RuntimeException e) {
      throw new IOException("%s data is damaged: %s".formatted(codec, e.getMessage()), e);
    }
  }

  private static IOException wrongSize(Codec codec, int inflatedBytes) {
    return new IOException(
        "%s data does not inflate to the %d bytes its header promises"
            .formatted(codec, inflatedBytes));
  }

  private static byte[] unzstd(byte[] bytes, int inflatedBytes) {
    byte[] target = new byte[inflatedBytes];
    try (ZstdDecompressCtx context = new ZstdDecompressCtx()) {
      int size = context.decompressByteArray(target, 0, inflatedBytes, bytes, 0, bytes.length);
      return size == inflatedBytes ? target : new byte[0];
    }
  }

  private static byte[] unlz4(byte[] bytes, int inflatedBytes) throws IOException {
    byte[] target = new byte[inflatedBytes];
    try {
      int size =
          LZ4Factory.nativeInstance()
              .safeDecompressor()
              .decompress(bytes, 0, bytes.length, target, 0, inflatedBytes);
      return size == inflatedBytes ? target : new byte[0];
    } catch (LZ4Exception e) {
      throw new IOException("LZ4 data is damaged", e);
    }
  }

  private static byte[] unsnappy(byte[] bytes, int inflatedBytes) throws IOException {
    if (Snappy.uncompressedLength(bytes, 0, bytes.length) != inflatedBytes) {
      throw wrongSize(Codec.SNAPPY, inflatedBytes);
    }
    byte[] target = new byte[inflatedBytes];
    Snappy.uncompress(bytes, 0, bytes.length, target, 0);
    return target;
  }

  private static byte[] ungzip(byte[] bytes, int inflatedBytes) throws IOException {
    try (GzipMembers in = new GzipMembers(new ByteArrayInputStream(bytes), GZIP_BUFFER)) {
      byte[] target = in.readNBytes(inflatedBytes);
      if (in.read() >= 0) {
        throw wrongSize(Codec.GZIP, inflatedBytes);
      }
      return target;
    }
  }
}
