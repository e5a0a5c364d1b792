"""Who gives an agency its legal opinions: arranged as data, each arrangement from a day on."""
