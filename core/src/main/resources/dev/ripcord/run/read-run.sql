SELECT document FROM ripcord.run
