/**
 * Chunks as objects of a bucket in any store that speaks the S3 protocol. The only place that sees the AWS SDK; found by the
 * service loader under the name {@code s3}.
 */
@NullMarked
package io.metroon.content.s3;

import org.jspecify.annotations.NullMarked;
