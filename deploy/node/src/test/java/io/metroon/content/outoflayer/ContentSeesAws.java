package io.metroon.content.outoflayer;

import software.amazon.awssdk.services.s3.S3Client;

/** Breaks a rule on purpose, so that the rule is seen to bite. */
record ContentSeesAws(S3Client seen) {}
