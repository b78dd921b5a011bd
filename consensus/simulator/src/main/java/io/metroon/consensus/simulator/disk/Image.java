package io.metroon.consensus.simulator.disk;

/** What a name stands for. */
sealed interface Image permits FileImage, DirectoryImage {}
