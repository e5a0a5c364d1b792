"""By which levels an agency signs its replies: chosen as data, each arrangement from a day on."""
