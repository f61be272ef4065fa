Console.WriteLine("KinesisEnricher");
