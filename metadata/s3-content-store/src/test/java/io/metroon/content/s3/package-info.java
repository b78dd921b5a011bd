/** The S3 store against a server that speaks S3. */
@NullMarked
package io.metroon.content.s3;

import org.jspecify.annotations.NullMarked;
